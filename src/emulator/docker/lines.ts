/** Bytes into lines, each at most `limit` bytes long: a longer one is cut, as log drivers do. */
export class Lines {
  private rest = Buffer.alloc(0)
  private readonly limit: number

  constructor(limit = 16_384) {
    this.limit = limit
  }

  take(chunk: Buffer): string[] {
    const lines: string[] = []
    let buffer = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    for (;;) {
      const end = buffer.indexOf(10)
      if (end >= 0 && end <= this.limit) {
        lines.push(text(buffer.subarray(0, end)))
        buffer = buffer.subarray(end + 1)
      } else if (buffer.length > this.limit) {
        lines.push(text(buffer.subarray(0, this.limit)))
        buffer = buffer.subarray(this.limit)
      } else break
    }
    this.rest = Buffer.from(buffer)
    return lines
  }

  /** What stood after the last line end. */
  end(): string[] {
    const last = this.rest
    this.rest = Buffer.alloc(0)
    return last.length === 0 ? [] : [text(last)]
  }
}

function text(bytes: Buffer): string {
  const line = bytes.toString()
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
