"""case payments."""


def run(house, where):
    pass
