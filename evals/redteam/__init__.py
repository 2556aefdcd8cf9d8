"""Can an article make a model that obeys it say what no article says, or change what is told of the others?"""
