"""Plans as documents: what they say, what stands around it in each form, what is drawn."""
