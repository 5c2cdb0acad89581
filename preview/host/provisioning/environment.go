// Package provisioning reads the files that Grafana is provisioned with: data sources, dashboards, apps and alert rules.
package provisioning

import (
	"os"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

var reference = regexp.MustCompile(`\$\$|\$__env\{(\w+)\}|\$\{(\w+)\}|\$(\w+)`)

// ofTemplates are the variables of Grafana's own alert templates, which look like ours and are left to them.
var ofTemplates = map[string]bool{"labels": true, "values": true, "value": true}

// Expand replaces $VAR, ${VAR} and $__env{VAR} by the environment's value, or by nothing where there is none; $$ is a dollar sign.
func Expand(text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	return reference.ReplaceAllStringFunc(text, func(match string) string {
		if match == "$$" {
			return "$"
		}
		for _, name := range reference.FindStringSubmatch(match)[1:] {
			if name != "" && !ofTemplates[name] {
				return os.Getenv(name)
			}
		}
		return match
	})
}

// expandNode expands every value of a document. Outside of free-form data (jsonData, a rule's model), where Grafana keeps what was text as text,
// an expanded value may become a number or a boolean.
func expandNode(node *yaml.Node, freeForm bool) {
	switch node.Kind {
	case yaml.ScalarNode:
		if expanded := Expand(node.Value); expanded != node.Value {
			node.Value = expanded
			if !freeForm && node.Style == 0 {
				node.Tag = ""
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i].Value
			expandNode(node.Content[i+1], freeForm || key == "jsonData" || key == "secureJsonData" || key == "model")
		}
	default:
		for _, child := range node.Content {
			expandNode(child, freeForm)
		}
	}
}
