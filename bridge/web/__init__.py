"""The panel: a page in the browser that shows and changes everything."""
