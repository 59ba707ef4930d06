# The rules that tflint carries itself; the AWS plugin would have to be downloaded.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Files are named for what is in them (paths.tf, trail.tf), not all of it main.tf.
rule "terraform_standard_module_structure" {
  enabled = false
}

# Most outputs say it with their name.
rule "terraform_documented_outputs" {
  enabled = false
}
