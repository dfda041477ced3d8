# Install.
