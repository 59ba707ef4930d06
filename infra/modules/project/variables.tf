# Of the type any: what an object type does not name is dropped without a word, and an environment with a misspelt account
# would be in that of the others. It is there to be judged alone.
# tflint-ignore: terraform_unused_declarations
variable "project" {
  description = "What project.json says: name, region, account, and the environments by name."
  type        = any

  validation {
    condition     = try(join(" ", keys(var.project)), "") == "account environments name region"
    error_message = "project.json says name, region, account and environments, all four and nothing else; found: ${jsonencode(try(keys(var.project), var.project))}."
  }

  validation {
    condition = alltrue([
      for its in try(values(var.project.environments), []) :
      try(length(setsubtract(keys(its), local.keys)) == 0 && length(setsubtract(["cidr", "name"], keys(its))) == 0, false)
    ])
    error_message = "An environment of project.json says name and cidr, and ${join(", ", setsubtract(local.keys, ["cidr", "name"]))} where it has its own; found: ${jsonencode({ for name, its in try(var.project.environments, {}) : name => try(keys(its), its) })}."
  }
}

locals {
  keys = ["account", "backup_region", "cidr", "name", "region", "synthetic_check"]
}
