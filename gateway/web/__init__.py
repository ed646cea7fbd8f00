"""What every page stands on: templates, forms, icons, labels, error pages."""
