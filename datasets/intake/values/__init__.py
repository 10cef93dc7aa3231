"""Values: what one cell's text means; numbers, dates and words as Indonesian offices write them."""
