"""HTTP: translate, call, translate back."""
