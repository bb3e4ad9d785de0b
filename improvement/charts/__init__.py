"""Charts as server-rendered SVG: geometry, words and a data table, for the page and for print."""
