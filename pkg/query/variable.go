package query

import (
	"fmt"
	"regexp"
)

// Variables of a dashboard are filled in by the browser. Public dashboards are asked for by Grafana's server, and alert rules and Explore have none: there
// a query arrives with the variable's name in it, and the mistake is not that the name is unknown.

// variable is how Grafana writes one: $name, ${name}, ${name:format}, [[name]].
const variable = `\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*(?:\.[^:}]+)?(?::[^}]+)?\}|\[\[[A-Za-z_]\w*(?::\w+)?\]\]`

var (
	someVariable = regexp.MustCompile(variable)
	oneVariable  = regexp.MustCompile(`^(?:` + variable + `)$`)
)

// unfilled is the mistake of a text that was read in vain and that still names a variable; nil where it names none.
func unfilled(field, text string) *FieldError {
	name := someVariable.FindString(text[:min(len(text), longestGuess)])
	if name == "" {
		return nil
	}
	return &FieldError{Field: field, Text: fmt.Sprintf(
		"%s was not filled in: public dashboards, alert rules and Explore know no variables, and a dashboard only its own. Write what is meant itself.", name)}
}
