"""``python -m bridge.live``."""

from bridge.live.process import main

if __name__ == "__main__":
    main()
