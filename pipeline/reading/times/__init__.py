"""The grammar of dates and times: the classes of words, the forms they make, and the days that are meant."""
