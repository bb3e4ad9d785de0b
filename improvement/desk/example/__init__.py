"""An example year made from the published goals of real agencies."""
