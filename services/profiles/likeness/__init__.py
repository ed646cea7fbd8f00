"""By what people are found and recognised: keys of names, phones, e-mails."""
