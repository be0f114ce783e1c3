"""Articles: from the text of one to lines of `.facts` that somebody edits."""
