/** What a container writes, line by line, until it ends. */
import type { Engine } from './engine.ts'
import { Frames, type Source } from './frames.ts'
import { Lines } from './lines.ts'

export async function followLogs(engine: Engine, id: string, line: (message: string) => void): Promise<void> {
  const stream = await engine.stream('GET', `/containers/${id}/logs?follow=true&stdout=true&stderr=true`)
  const frames = new Frames()
  const lines: Record<Source, Lines> = { stdout: new Lines(), stderr: new Lines() }
  for await (const chunk of stream) {
    for (const { source, payload } of frames.take(chunk as Buffer)) lines[source].take(payload).forEach(line)
  }
  for (const source of ['stdout', 'stderr'] as const) lines[source].end().forEach(line)
}
