"""What the Makefile and the build call: installing, building the page, finding Node and a browser."""
