// Reads Terraform files far enough to say which blocks and arguments they hold. Values stay text.

/** What is an argument stands in `args`, what has braces of its own in `blocks`; a dynamic block counts as the block it makes. */
export function readHcl(text) {
  return body({ text: `${withoutComments(text)}\n`, at: 0 })
}

function body(source) {
  const found = { args: new Map(), blocks: [] }
  for (;;) {
    skip(source, /\s*/y)
    const word = skip(source, /[\w-]+/y)
    if (!word) break
    skip(source, / */y)
    if (skip(source, /=(?!=)/y)) {
      found.args.set(word, expression(source))
    } else {
      const labels = [...skip(source, /(?:"[^"]*" *|\w+ *)*/y).matchAll(/[\w-]+/g)].map(each => each[0])
      if (!skip(source, /\{/y)) throw new Error(`neither argument nor block: ${source.text.slice(source.at, source.at + 60)}`)
      found.blocks.push(unfold({ name: word, labels, ...body(source) }))
    }
  }
  if (source.at < source.text.length && !skip(source, /\}/y)) throw new Error(`no end: ${source.text.slice(source.at, source.at + 60)}`)
  return found
}

function unfold(block) {
  if (block.name !== 'dynamic') return block
  const content = block.blocks.find(each => each.name === 'content')
  return { name: block.labels[0], labels: [], args: content.args, blocks: content.blocks, dynamic: true }
}

/** To the end of the line on which every bracket is closed. */
function expression(source) {
  const from = source.at
  let depth = 0
  while (source.at < source.text.length) {
    const char = source.text[source.at]
    if (depth === 0 && (char === '\n' || char === '}')) break
    if (skip(source, /<<[-~]?(\w+)\n[^]*?\n\s*\1(?=\n)/y) || quoted(source)) continue
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char)) depth--
    source.at++
  }
  return source.text.slice(from, source.at)
}

/** A string; what `${` opens may hold strings again. */
function quoted(source) {
  if (source.text[source.at] !== '"') return false
  source.at++
  for (let depth = 0; depth > 0 || source.text[source.at] !== '"'; ) {
    if (source.at >= source.text.length) throw new Error('a string without an end')
    if (depth > 0 && quoted(source)) continue
    if (skip(source, /\\./y)) continue
    if (skip(source, /[$%]\{/y)) depth++
    else {
      if (depth > 0 && source.text[source.at] === '{') depth++
      if (depth > 0 && source.text[source.at] === '}') depth--
      source.at++
    }
  }
  source.at++
  return true
}

function withoutComments(text) {
  return text.replace(/^\s*(#|\/\/).*$/gm, '').replace(/\/\*[^]*?\*\//g, '').replace(/ +#[^"\n]*$/gm, '')
}

function skip(source, pattern) {
  pattern.lastIndex = source.at
  const found = pattern.exec(source.text)?.[0] ?? ''
  source.at += found.length
  return found
}
