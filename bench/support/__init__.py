"""What several programs of the bench share: the service, visitors, captures."""
