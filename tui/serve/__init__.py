"""The server: many readers of one house at once, by SSH and in browsers, each in a process of their own.

It knows nothing of what it serves: that comes in as a `House`. A visitor comes by a door (`ssh`, `web`) into the `Hall`,
which gives a `Session`; behind each session is a child of the zygote.
"""
