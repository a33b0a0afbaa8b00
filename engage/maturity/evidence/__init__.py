"""What shows that a level is reached: files, links, activities; figures of the platform; the check from outside."""
