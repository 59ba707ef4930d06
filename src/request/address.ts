/** Where the schema of this release stands, for editors: the version and the repository of package.json. */
export const SCHEMA_ADDRESS = 'https://raw.githubusercontent.com/evenkeel/evenkeel/v0.1.0/dist/evenkeel.schema.json'
