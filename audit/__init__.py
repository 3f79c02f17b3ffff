"""Audit two news articles claim by claim: claims (seeds/) meet the record (data/) and give findings."""
