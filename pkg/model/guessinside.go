package model

import (
	"regexp"
	"slices"
)

// What lies inside a column is guessed by the keys that lead to it: a record of a prediction says itself what was asked and what was answered.

// part is what of a record a value belongs to.
type part int

const (
	plain  part = iota // a column, or a key of what only wraps a record
	input              // what the model was asked
	output             // what it answered
	truth              // what would have been right
	beside             // what nothing tells of
)

// Names of keys, folded as those of columns are.
var (
	wrapperKeys     = regexp.MustCompile(`^(payload|data|body|event|record|entry|message|json)$`)
	inputKeys       = regexp.MustCompile(`^(inputs?|features?|instances?|x|request|model_inputs?|input_data|parameters|params|arguments|args)$`)
	outputKeys      = regexp.MustCompile(`^(outputs?|predictions?|predicted|response|results?|answer|model_outputs?|output_data|inference)$`)
	truthKeys       = regexp.MustCompile(`^(target|truth|ground_truth|actual|y_true|feedback)$`)
	besideKeys      = regexp.MustCompile(`^(meta|metadata|headers?|context|trace|tags|debug|http)$`)
	probabilityKeys = regexp.MustCompile(`^(probs?|probas?|probability|probabilities|class_probabilities|scores)$`)
	// what an answer is called inside an answer, beside the names of a prediction
	answerNames = regexp.MustCompile(`^(label|class|class_name|category|value|result|answer|output|y)$`)
)

// own is the name that tells what a value is: a column's, or the last key of a path.
func (c Observed) own() string {
	if n := len(c.Keys); n > 0 {
		return fold(c.Keys[n-1])
	}
	return fold(c.Name)
}

// part is told by the first key that says more than that there is a record.
func (c Observed) part() part {
	if len(c.Keys) == 0 {
		return plain
	}
	around := c.Keys[:len(c.Keys)-1]
	if slices.ContainsFunc(around, func(key string) bool { return besideKeys.MatchString(fold(key)) }) {
		return beside
	}
	for _, key := range around {
		switch key = fold(key); {
		case wrapperKeys.MatchString(key):
		case inputKeys.MatchString(key):
			return input
		case outputKeys.MatchString(key):
			return output
		case truthKeys.MatchString(key):
			return truth
		default:
			return beside
		}
	}
	return plain
}

// class is the class whose probability a value is: p_cat, or cat inside what the model answered as probabilities; "" where it is none.
func (c Observed) class() string {
	if c.Kind != Numeric {
		return ""
	}
	if n := len(c.Keys); n > 2 && c.part() == output && probabilityKeys.MatchString(fold(c.Keys[n-2])) {
		return c.Keys[n-1]
	}
	if match := probabilityName.FindStringSubmatch(c.own()); match != nil && !c.Integer && (c.part() == plain || c.part() == output) {
		return match[1]
	}
	return ""
}

// featureOf is a feature that a column or a value inside one is: called as its last key, unless another is called so.
func featureOf(c Observed, columns []Observed) Feature {
	f := Feature{Name: c.Name, Kind: c.GuessKind()}
	if n := len(c.Keys); n > 0 {
		name := c.Keys[n-1]
		others := 0
		for _, o := range columns {
			if o.Name == name || len(o.Keys) > 0 && o.Keys[len(o.Keys)-1] == name && (o.part() == input || o.part() == plain) {
				others++
			}
		}
		if f.Column = c.Name; others < 2 && name != "prediction" && name != "target" {
			f.Name = name
		}
		if f.Name == f.Column {
			f.Column = ""
		}
	}
	return f
}
