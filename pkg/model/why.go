package model

import (
	"cmp"
	"fmt"
)

// Explain says which part a column plays in a model that was guessed, and why: roles as the settings page lists them.
func (m *Model) Explain(c Observed) (role, why string) {
	values := fmt.Sprintf("%s different values in a sample of %s rows", Grouped(c.Distinct), Grouped(c.Rows))
	if c.Distinct == 1 {
		values = fmt.Sprintf("one value in a sample of %s rows", Grouped(c.Rows))
	}
	named := func(what string) string {
		if c.Keys != nil {
			return fmt.Sprintf("its path is that of %s", what)
		}
		return fmt.Sprintf("its name is that of %s", what)
	}
	switch p := m.Prediction; {
	case c.Problem != "":
		return "ignored", c.Problem
	case c.Name == m.Time && c.Kind == Timestamp:
		return "time", "its values are times"
	case c.Name == m.Time:
		return "time", named("a time") + ", and its values are numbers"
	case c.Name == m.ID:
		return "id", named("an id") + ", and no two rows share a value"
	case p != nil && c.Name == p.Label:
		return "label", named("a prediction") + "; " + values + ", so it is a class"
	case p != nil && c.Name == p.Value:
		return "value", named("a prediction") + ", and its values are amounts"
	case p != nil && c.Name == p.Score:
		return "score", named("a score")
	case p != nil && contains(p.Probabilities, c.Name):
		return "probability", named("a class's probability")
	case m.Target != nil && m.Target.Source == nil && c.Name == m.Target.Column:
		return "target", named("the truth")
	case c.Kind == "":
		return "ignored", "values of its type cannot be compared"
	}
	for _, f := range m.Features {
		if f.Expression == "" && cmp.Or(f.Column, f.Name) == c.Name {
			return "feature", whyKind(c, values)
		}
	}
	if c.Keys != nil {
		return "ignored", fmt.Sprintf("a value inside %s: make it a feature to watch it", c.Keys[0])
	}
	return "ignored", "nothing tells what it is for"
}

// whyKind says why a feature is of the kind that it seems to be.
func whyKind(c Observed, values string) string {
	switch kind := c.GuessKind(); {
	case kind == ID:
		return "an id: nearly every row has a value of its own, so it is not compared"
	case kind == Text:
		return "long texts that differ: their length is compared"
	case kind == Timestamp:
		return "another time: it is not compared"
	case kind == Boolean:
		return "true and false"
	case kind == Categorical && c.Kind == Numeric:
		return "whole numbers that are codes: " + values
	case kind == Categorical:
		return "texts: " + values
	}
	return "numbers: " + values
}

func contains(byClass map[string]string, column string) bool {
	for _, name := range byClass {
		if name == column {
			return true
		}
	}
	return false
}

// Complete adds to a guess what a preset knows and no column tells: names of classes, features that are computed. What the preset computes from a column
// takes the place of what was guessed of it.
func (m *Model) Complete(preset Model) {
	if preset.Labels != nil {
		m.Labels = preset.Labels
	}
	if m.Prediction == nil {
		m.Prediction = preset.Prediction
	}
	for _, f := range preset.Features {
		known := false
		for i := range m.Features {
			if m.Features[i].Name == f.Name {
				m.Features[i], known = f, true
			}
		}
		if !known {
			m.Features = append(m.Features, f)
		}
	}
}
