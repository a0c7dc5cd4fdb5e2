"""Speed of the house's slow paths, told as medians and as ratios within one run."""
