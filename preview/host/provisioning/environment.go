// Package provisioning reads the files that Grafana is provisioned with: data sources, dashboards, apps and alert rules.
package provisioning

import (
	"os"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

var reference = regexp.MustCompile(`\$\$|\$__env\{(\w+)\}|\$\{(\w+)\}|\$(\w+)`)

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
			if name != "" {
				return os.Getenv(name)
			}
		}
		return ""
	})
}

// untouched are parts of an alert rule in which a dollar sign is Grafana's own: queries, expressions and templates.
var untouched = map[string]bool{"model": true, "annotations": true}

// freeForm are the parts in which what was text stays text; elsewhere an expanded value may become a number or a boolean.
var freeForm = map[string]bool{"jsonData": true, "secureJsonData": true}

// expandNode expands every value of a document.
func expandNode(node *yaml.Node, keepText bool) {
	switch node.Kind {
	case yaml.ScalarNode:
		if expanded := Expand(node.Value); expanded != node.Value {
			node.Value = expanded
			if !keepText && node.Style == 0 {
				node.Tag = ""
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if key := node.Content[i].Value; !untouched[key] {
				expandNode(node.Content[i+1], keepText || freeForm[key])
			}
		}
	default:
		for _, child := range node.Content {
			expandNode(child, keepText)
		}
	}
}
