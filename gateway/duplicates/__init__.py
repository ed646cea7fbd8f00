"""People entered twice, for those who follow them: likely pairs, side by side, merged, undone."""
