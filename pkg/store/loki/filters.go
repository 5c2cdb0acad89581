package loki

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// conditionsOf writes filters as stages. A missing label is an empty one to Loki; as in SQL, it is neither like nor unlike a value.
func (l *lines) conditionsOf(filters []store.Filter) ([]string, error) {
	var stages []string
	for _, filter := range filters {
		c, err := l.column(filter.Column)
		if err != nil {
			return nil, err
		}
		stage, err := c.condition(filter)
		if err != nil {
			return nil, err
		}
		stages = append(stages, stage)
	}
	return stages, nil
}

func (c column) condition(filter store.Filter) (string, error) {
	texts := make([]string, len(filter.Values))
	for i, v := range filter.Values {
		texts[i] = textOf(v)
	}
	first := ""
	if len(texts) > 0 {
		first = texts[0]
	}
	number := c.class == ints || c.class == floats
	switch filter.Operator {
	case "=", "in":
		if number {
			return c.numbers(texts, "==", " or ")
		}
		return "| " + c.name + " =~ " + quoted(alternatives(texts)), nil
	case "!=", "not in":
		if number {
			return c.numbers(texts, "!=", " and ")
		}
		return "| " + c.name + ` != "" | ` + c.name + " !~ " + quoted(alternatives(texts)), nil
	case "is null":
		return "| " + c.name + ` = ""`, nil
	case "is not null":
		return "| " + c.name + ` != ""`, nil
	case "contains":
		return "| " + c.name + " =~ " + quoted("(?s:.*)"+regexp.QuoteMeta(first)+"(?s:.*)"), nil
	case "starts with":
		return "| " + c.name + " =~ " + quoted(regexp.QuoteMeta(first)+"(?s:.*)"), nil
	case "<", "<=", ">", ">=":
		if !number {
			return "", unsupported(fmt.Sprintf("compare the texts of %s by %s", c.name, filter.Operator), "name the values that are meant")
		}
		return c.numbers(texts[:min(1, len(texts))], filter.Operator, "")
	}
	return "", unsupported(fmt.Sprintf("filter by %q", filter.Operator), "name the values that are meant")
}

// numbers compares a label of numbers. What is none is left out: Loki would keep it, as an error.
func (c column) numbers(texts []string, operator, together string) (string, error) {
	parts := make([]string, len(texts))
	for i, text := range texts {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "", fmt.Errorf("%s is a number, and it is compared with %q", c.name, text)
		}
		parts[i] = c.name + " " + operator + " " + strconv.FormatFloat(x, 'f', -1, 64)
	}
	if len(parts) == 0 {
		return "| " + c.name + ` = "" | ` + c.name + ` != ""`, nil // in nothing
	}
	return c.isNumber() + " | " + strings.Join(parts, together), nil
}

func textOf(v any) string {
	if x, ok := v.(float64); ok {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func alternatives(values []string) string {
	escaped := make([]string, len(values))
	for i, v := range values {
		escaped[i] = regexp.QuoteMeta(v)
	}
	return strings.Join(escaped, "|")
}

// quoted writes a string of LogQL.
func quoted(text string) string { return strconv.Quote(text) }

// plain are numbers that a template in Loki reads as they are: no digits are lost, and none is beyond a float. All others are counted by their texts.
const plain = `-?(0|[1-9][0-9]{0,16})(\.[0-9]{1,40})?([eE](-[0-9]{1,4}|[+]?(0?[0-9]{1,2}|1[0-9]{2})))?`

// isNumber is the condition that a label is a plain number, and isOther that it is anything else, or missing.
func (c column) isNumber() string { return "| " + c.name + " =~ `" + plain + "`" }
func (c column) isOther() string  { return "| " + c.name + " !~ `" + plain + "`" }
