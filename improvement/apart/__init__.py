"""Work done apart: a function runs in a child process with few rights, and its answer comes back.

    from improvement.apart.limits import Limits, NotDone, Refused
    from improvement.apart.running import run

    made = run("improvement.documents.setting:pdf", paper)
    rows = run("improvement.documents.reader:rows", 500, file=upload, hear=told_so_far)

For what is heavy (its memory goes back when the child ends) and for what strangers sent (a file
that is made to do harm does it to nobody). The function stands at the top of a module that knows
no Django: `from improvement.apart.limits import Refused` is all it needs of ours. What it needs of
libraries its module imports at the top, for once it runs it opens neither files nor sockets and is
held to `Limits`. It gets what `run` was given: any data whose classes know no Django, after the
open `file` where there is one. It answers with bytes, which are handed over as they are, or with
data that JSON can carry. What a generator yields is told on the way, piece by piece, to `hear`.

    def rows(file: BinaryIO, most: int) -> Iterator[dict[str, int]]:
        for count, row in enumerate(read(file)):
            if count > most:
                raise Refused("rows", most=most)
            if count % 10_000 == 0:
                yield {"rows": count}
        return found

`run` raises Refused as the function raised it, and NotDone where no answer came: TooMuch (memory,
time), Busy (too many at once) or Crashed. Each of these is in the log, with what the child wrote.
"""
