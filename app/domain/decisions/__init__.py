"""The rules of deciding: quorum, views, a decision for each child, dissent, the outline plan."""
