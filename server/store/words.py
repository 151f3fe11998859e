"""What a store says to people when it cannot do what it is asked for, whatever is behind it."""

from models.sentences import Sentence

NOT_WRITTEN = Sentence("store-not-written", "the store could not write: {why}")
NOT_READ = Sentence("store-not-read", "the store could not read: {why}")
NO_ANSWER = Sentence("store-silent", "the store did not answer within {seconds} seconds")
