"""``python -m bridge.worker``."""

from bridge.worker.process import main

if __name__ == "__main__":
    main()
