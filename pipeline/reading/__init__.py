"""Reading English news: words, sentences, quotations, names, numbers, dates and voices, all with exact offsets."""
