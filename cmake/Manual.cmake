# Man pages and completions.
