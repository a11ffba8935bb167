"""From a query to SQL to rows; the search; what runs changed."""
