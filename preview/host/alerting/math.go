package alerting

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// evaluate computes a math expression over the numbers of other queries: arithmetic, comparisons, && and ||, brackets, numbers, $A and ${A}. Numbers of
// two queries belong together when the labels of one hold those of the other.
func evaluate(expression string, variables map[string][]point) ([]point, error) {
	p := &parser{tokens: tokenize(expression), variables: variables}
	result, err := p.binary(0)
	if err == nil && p.next() != "" {
		err = fmt.Errorf("there is %q too much", p.next())
	}
	if err != nil {
		return nil, fmt.Errorf("the expression %q: %w", expression, err)
	}
	return result, nil
}

func tokenize(text string) []string {
	var tokens []string
	for i := 0; i < len(text); {
		end := i + 1
		switch c := rune(text[i]); {
		case unicode.IsSpace(c):
			i++
			continue
		case c == '$' && strings.HasPrefix(text[i:], "${") && strings.Contains(text[i:], "}"):
			end = i + strings.Index(text[i:], "}") + 1
		case c == '$' || unicode.IsLetter(c) || c == '_':
			for end < len(text) && (unicode.IsLetter(rune(text[end])) || unicode.IsDigit(rune(text[end])) || text[end] == '_') {
				end++
			}
		case unicode.IsDigit(c) || c == '.':
			for end < len(text) && (unicode.IsDigit(rune(text[end])) || text[end] == '.') {
				end++
			}
		default:
			for _, operator := range []string{"==", "!=", ">=", "<=", "&&", "||", "**"} {
				if strings.HasPrefix(text[i:], operator) {
					end = i + len(operator)
				}
			}
		}
		tokens = append(tokens, text[i:end])
		i = end
	}
	return tokens
}

// levels are the operators that bind alike, the loosest first.
var levels = [][]string{{"||"}, {"&&"}, {"==", "!=", ">", ">=", "<", "<="}, {"+", "-"}, {"*", "/", "%"}, {"**"}}

var operators = map[string]func(a, b float64) float64{
	"||": func(a, b float64) float64 { return *truth(a != 0 || b != 0) },
	"&&": func(a, b float64) float64 { return *truth(a != 0 && b != 0) },
	"==": func(a, b float64) float64 { return *truth(a == b) },
	"!=": func(a, b float64) float64 { return *truth(a != b) },
	">":  func(a, b float64) float64 { return *truth(a > b) },
	">=": func(a, b float64) float64 { return *truth(a >= b) },
	"<":  func(a, b float64) float64 { return *truth(a < b) },
	"<=": func(a, b float64) float64 { return *truth(a <= b) },
	"+":  func(a, b float64) float64 { return a + b },
	"-":  func(a, b float64) float64 { return a - b },
	"*":  func(a, b float64) float64 { return a * b },
	"/":  func(a, b float64) float64 { return a / b },
	"%":  math.Mod,
	"**": math.Pow,
}

type parser struct {
	tokens    []string
	at        int
	variables map[string][]point
}

func (p *parser) next() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return ""
}

func (p *parser) binary(level int) ([]point, error) {
	if level == len(levels) {
		return p.unary()
	}
	left, err := p.binary(level + 1)
	for err == nil {
		operator := p.next()
		if operator == "" || !contains(levels[level], operator) {
			return left, nil
		}
		p.at++
		var right []point
		if right, err = p.binary(level + 1); err == nil {
			left = combine(operators[operator], left, right)
		}
	}
	return nil, err
}

func (p *parser) unary() ([]point, error) {
	switch token := p.next(); {
	case token == "":
		return nil, fmt.Errorf("it ends too early")
	case token == "-" || token == "!":
		p.at++
		operand, err := p.unary()
		zero := 0.0
		if token == "-" {
			return combine(operators["-"], []point{{value: &zero}}, operand), err
		}
		return combine(operators["=="], operand, []point{{value: &zero}}), err
	case token == "(":
		p.at++
		inside, err := p.binary(0)
		if err == nil && p.next() != ")" {
			err = fmt.Errorf("a bracket is not closed")
		}
		p.at++
		return inside, err
	case strings.HasPrefix(token, "$"):
		p.at++
		name := strings.Trim(token, "${}")
		found, known := p.variables[name]
		if !known {
			return nil, fmt.Errorf("there is no query %s", name)
		}
		return found, nil
	default:
		p.at++
		value, err := strconv.ParseFloat(token, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is unknown here", token)
		}
		return []point{{value: &value}}, nil
	}
}

func contains(all []string, one string) bool {
	for _, other := range all {
		if one == other {
			return true
		}
	}
	return false
}

func combine(operator func(a, b float64) float64, left, right []point) []point {
	var result []point
	for _, a := range left {
		for _, b := range right {
			labels, together := join(a.labels, b.labels)
			if !together {
				continue
			}
			p := point{labels: labels}
			if a.value != nil && b.value != nil {
				value := operator(*a.value, *b.value)
				p.value = &value
			}
			result = append(result, p)
		}
	}
	return result
}

// join returns the larger of two sets of labels, when it holds the smaller.
func join(a, b data.Labels) (data.Labels, bool) {
	switch {
	case a.Contains(b):
		return a, true
	case b.Contains(a):
		return b, true
	}
	return nil, false
}
