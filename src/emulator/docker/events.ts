/** What the engine says of this run's containers, as it says it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import { Lines } from './lines.ts'

export interface ContainerEvent {
  readonly id: string
  readonly action: 'die' | 'healthy' | 'unhealthy'
  readonly exitCode?: number
  readonly labels: Readonly<Record<string, string>>
}

/** Resolves once the stream is open; `lost` is called when it broke and is open again, as something may have been missed. */
export async function followEvents(
  engine: Engine,
  run: string,
  heard: (event: ContainerEvent) => void,
  lost: () => void,
  signal: AbortSignal,
): Promise<void> {
  const filters = { type: ['container'], label: [`evenkeel.run=${run}`], event: ['die', 'health_status'] }
  const path = `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`
  const open = () => engine.stream('GET', path, { signal })

  async function listen(stream: AsyncIterable<unknown>): Promise<void> {
    const lines = new Lines(1 << 20)
    for await (const chunk of stream) {
      for (const line of lines.take(chunk as Buffer)) {
        const event = line.trim() === '' ? undefined : containerEvent(JSON.parse(line) as EngineEvent)
        if (event) heard(event)
      }
    }
  }

  async function forever(first: AsyncIterable<unknown>): Promise<void> {
    await listen(first).catch(() => {})
    while (!signal.aborted) {
      await sleep(500, undefined, { signal }).catch(() => {})
      const again = await open().catch(() => undefined)
      if (!again) continue
      lost()
      await listen(again).catch(() => {})
    }
  }

  void forever(await open())
}

interface EngineEvent {
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> }
}

export function containerEvent({ Action, Actor }: EngineEvent): ContainerEvent | undefined {
  const known = { id: Actor.ID, labels: Actor.Attributes }
  if (Action === 'die') return { ...known, action: 'die', exitCode: Number(Actor.Attributes.exitCode ?? 0) }
  if (Action === 'health_status: healthy') return { ...known, action: 'healthy' }
  if (Action === 'health_status: unhealthy') return { ...known, action: 'unhealthy' }
  return undefined
}
