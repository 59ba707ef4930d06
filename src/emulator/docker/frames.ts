/** The engine's multiplexed log stream: frames of `stream, 0, 0, 0, length (4 bytes, big-endian), payload`. */
export type Source = 'stdout' | 'stderr'

export class Frames {
  private rest = Buffer.alloc(0)

  take(chunk: Buffer): { readonly source: Source; readonly payload: Buffer }[] {
    const frames: { source: Source; payload: Buffer }[] = []
    let buffer = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    while (buffer.length >= 8) {
      const length = buffer.readUInt32BE(4)
      if (buffer.length < 8 + length) break
      frames.push({ source: buffer[0] === 2 ? 'stderr' : 'stdout', payload: buffer.subarray(8, 8 + length) })
      buffer = buffer.subarray(8 + length)
    }
    this.rest = Buffer.from(buffer)
    return frames
  }
}
