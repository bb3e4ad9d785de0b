"""The way of a draft inside the house: checked (核稿), countersigned (會簽), then to the head."""
