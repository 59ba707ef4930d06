// recipes.mjs FOLDER IMAGE: the Testcontainers recipes of src/emulator/README.md as programs that print what the clock's door
// answers. What a recipe leaves to its reader is added around it; the recipe itself is as it stands there but for the image.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blocks } from '../../workflows/examples.mjs'

const [folder, image] = process.argv.slice(2)
const README = new URL('../../../src/emulator/README.md', import.meta.url)
const all = blocks([['README.md', readFileSync(README, 'utf8')]])

function recipe(language) {
  const found = all.filter(block => block.language === language && /testcontainers/i.test(block.text))
  if (found.length !== 1) throw new Error(`README.md has ${found.length} recipes in ${language}`)
  const text = found[0].text.replace(/(['"])local-ecs\1/, `"${image}"`)
  if (!text.includes(image)) throw new Error(`the recipe in ${language} starts no local-ecs`)
  const [imports, ...steps] = text.split('\n\n')
  return { text, imports, steps: steps.join('\n\n') }
}

function put(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const java = recipe('java')
put(
  'java/Recipe.java',
  `${java.imports}
class Recipe {
  public static void main(String[] arguments) throws Exception {
${java.steps}
    try (var answer = endpoint.resolve("/_internal/clock").toURL().openStream()) {
      System.out.println(new String(answer.readAllBytes()));
    }
    ecs.stop();
  }
}
`,
)

const go = recipe('go')
put(
  'go/recipe_test.go',
  `package recipe

${go.imports.replace('import (', 'import (\n\t"context"\n\t"io"\n\t"net/http"\n\t"testing"\n')}

func TestRecipe(t *testing.T) {
ctx := context.Background()
${go.steps}
if err != nil {
	t.Fatal(err)
}
answer, err := http.Get(endpoint + "/_internal/clock")
if err != nil {
	t.Fatal(err)
}
body, err := io.ReadAll(answer.Body)
t.Log(string(body), err)
}
`,
)

put(
  'python/recipe.py',
  `import urllib.request
${recipe('python').text}
    print(urllib.request.urlopen(endpoint + "/_internal/clock").read().decode())
`,
)

put(
  'node/recipe.mjs',
  `${recipe('js').text}
console.log(await (await fetch(endpoint + '/_internal/clock')).text())
await ecs.stop()
`,
)
