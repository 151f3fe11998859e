"""All that HTTP calls and the socket carry. The page's TypeScript types are generated from these models."""
