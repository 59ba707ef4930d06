/**
 * An image with one program that does nothing for ever: what amazon-ecs-pause is to ECS. It is made here, as a program this
 * small needs no compiler and no registry.
 */
import type { Engine } from './engine.ts'

export async function importPause(engine: Engine, run: string): Promise<string> {
  const { Arch } = await engine.call<{ Arch: string }>('GET', '/version')
  const program = pauseProgram(Arch)
  const query = new URLSearchParams({ fromSrc: '-', repo: 'evenkeel-pause', tag: run })
  const progress = await engine.stream('POST', `/images/create?${query}`, { body: archive('pause', program) })
  for await (const chunk of progress) if (String(chunk).includes('"error"')) throw new Error(String(chunk).trim())
  return `evenkeel-pause:${run}`
}

/** `for (;;) pause()` as an ELF executable. */
export function pauseProgram(architecture: string): Buffer {
  const machine = machines[architecture]
  if (!machine) throw new Error(`the local ECS cannot hold a task's network namespace on ${architecture}`)
  const code = Buffer.from(machine.code, 'hex')
  const header = Buffer.alloc(120)
  header.write('7f454c46020101', 'hex')
  header.writeUInt16LE(2, 16) // an executable
  header.writeUInt16LE(machine.id, 18)
  header.writeUInt32LE(1, 20)
  header.writeBigUInt64LE(0x400078n, 24) // where it begins: right after the headers
  header.writeBigUInt64LE(64n, 32) // one program header, after this one
  header.writeUInt16LE(64, 52)
  header.writeUInt16LE(56, 54)
  header.writeUInt16LE(1, 56)
  header.writeUInt32LE(1, 64) // load …
  header.writeUInt32LE(5, 68) // … readable and executable …
  header.writeBigUInt64LE(0x400000n, 80) // … there …
  header.writeBigUInt64LE(0x400000n, 88)
  header.writeBigUInt64LE(BigInt(120 + code.length), 96) // … the whole file
  header.writeBigUInt64LE(BigInt(120 + code.length), 104)
  header.writeBigUInt64LE(0x10000n, 112)
  return Buffer.concat([header, code])
}

const machines: Readonly<Record<string, { id: number; code: string }>> = {
  // mov eax, 34 (pause); syscall; jmp back
  amd64: { id: 62, code: 'b8220000000f05ebf7' },
  // x8 = 73 (ppoll), x0 … x4 = 0; svc 0; b back
  arm64: { id: 183, code: '280980d2000080d2010080d2020080d2030080d2040080d2010000d4f9ffff17' },
}

/** A tar archive with one executable file. */
function archive(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000755\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        0ustar\x0000', 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const filling = Buffer.alloc((512 - (content.length % 512)) % 512)
  return Buffer.concat([header, content, filling, Buffer.alloc(1024)])
}
