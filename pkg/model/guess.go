package model

import (
	"regexp"
	"strings"
)

// Observed is what is known of a column before anybody has said what it is: its name, the kind that its type suggests, and what a sample holds.
type Observed struct {
	Name     string
	Kind     string  // by type: Numeric, Categorical, Boolean, Timestamp, …; "" for types that cannot be monitored
	Integer  bool    // whole numbers
	Rows     float64 // of the sample
	Distinct float64 // distinct values in the sample
	Length   float64 // mean number of characters, for strings
	Problem  string  // why it cannot be read, as what follows its name in a sentence
}

// Names that a role is known by, best first. They match whole names, with case, dashes and spaces folded away.
var (
	timeNames       = regexp.MustCompile(`^(time|timestamp|ts|datetime|event_time|created_at|date)$`)
	idNames         = regexp.MustCompile(`^(request_id|prediction_id|id|uuid|trace_id|event_id)$`)
	anyIDNames      = regexp.MustCompile(`(^|_)(id|uuid|guid)$`)
	labelNames      = regexp.MustCompile(`^(prediction|predicted|y_pred|predicted_label|predicted_class|prediction_label|y_hat|predicted_.*|prediction_.*|sentiment)$`)
	targetNames     = regexp.MustCompile(`^(target|label|y_true|y|ground_truth|actual|truth|true_label)$`)
	scoreNames      = regexp.MustCompile(`^(score|confidence|probability|proba|prediction_score|predicted_probability|prediction_probability|label_probability)$`)
	probabilityName = regexp.MustCompile(`^(?:p|prob|proba|probability)_(.+)$`)
	codeNames       = regexp.MustCompile(`(^|_)(class|category|type|code|status|zip|zipcode|postcode)$`)
	// rows' numbers, as pandas writes them into Parquet and CSV, where their column has no name
	indexNames   = regexp.MustCompile(`^(__index_level_\d+__|unnamed:_0)$`)
	nameless     = "column0" // of DuckDB
	segmentNames = regexp.MustCompile(`^(device|model_version|version|app_version|country|region|platform|channel|segment|os)$`)
)

const (
	fewestRowsForIDs  = 20   // in a smaller sample every column looks like an id
	idShare           = 0.98 // of rows with a value of their own make a text column an id
	mostSmallIntegers = 10   // whole numbers with at most this many values are classes rather than amounts, where the column is a prediction
	mostCodes         = 200  // whole numbers with at most this many values are codes, where the column is named like one
	textLength        = 40   // characters: longer strings that differ are prose
)

// Guess proposes a model for a log: which column plays which role, and of what kind the features are. It is a proposal that a person corrects.
func Guess(columns []Observed) Model {
	var m Model
	taken := map[string]bool{}
	take := func(pattern *regexp.Regexp, fits func(Observed) bool) string {
		for _, c := range columns {
			if !taken[c.Name] && pattern.MatchString(fold(c.Name)) && fits(c) {
				taken[c.Name] = true
				return c.Name
			}
		}
		return ""
	}
	isTime := func(c Observed) bool { return c.Kind == Timestamp }
	countable := func(c Observed) bool { return c.Kind != "" && c.Kind != Timestamp }
	if m.Time = take(timeNames, isTime); m.Time == "" {
		m.Time = take(regexp.MustCompile(``), isTime)
	}
	if m.Time == "" { // epoch numbers
		m.Time = take(timeNames, func(c Observed) bool { return c.Kind == Numeric })
	}
	m.ID = take(idNames, func(c Observed) bool {
		return c.Kind != "" && (c.Rows < fewestRowsForIDs || c.Distinct >= idShare*c.Rows)
	})
	probabilities := map[string]string{}
	for _, c := range columns {
		if match := probabilityName.FindStringSubmatch(fold(c.Name)); match != nil && c.Kind == Numeric && !c.Integer && !taken[c.Name] {
			probabilities[match[1]] = c.Name
		}
	}
	label := take(labelNames, countable)
	if has(columns, "label_probability") && label == "" { // a service that calls its answer label
		label = take(regexp.MustCompile(`^label$`), countable)
	}
	if label != "" {
		m.Prediction = &Prediction{}
		for _, c := range columns {
			if c.Name != label {
				continue
			}
			if c.Kind == Numeric && (!c.Integer || c.Distinct > mostSmallIntegers) {
				m.Prediction.Value = label
			} else {
				m.Prediction.Label = label
				m.Prediction.Score = take(scoreNames, func(c Observed) bool { return c.Kind == Numeric })
				if len(probabilities) > 1 {
					m.Prediction.Probabilities = probabilities
					for _, name := range probabilities {
						taken[name] = true
					}
				}
			}
		}
	}
	if target := take(targetNames, countable); target != "" {
		m.Target = &Target{Column: target}
	}
	for _, c := range columns {
		if taken[c.Name] || c.Kind == "" || indexNames.MatchString(fold(c.Name)) || c.Name == nameless && !has(columns, "column1") {
			continue
		}
		kind := c.GuessKind()
		m.Features = append(m.Features, Feature{Name: c.Name, Kind: kind})
		if kind == Text { // prose is compared by what can be counted of it
			m.Features = append(m.Features, Feature{Name: c.Name + "_length", Expression: `length("` + strings.ReplaceAll(c.Name, `"`, `""`) + `")`, Kind: Numeric})
		}
		if kind == Categorical && segmentNames.MatchString(fold(c.Name)) {
			m.Segments = append(m.Segments, c.Name)
		}
	}
	return m
}

func has(columns []Observed, name string) bool {
	for _, c := range columns {
		if fold(c.Name) == name {
			return true
		}
	}
	return false
}

// GuessKind is how a column would be monitored: ids and times are told from what can drift, and codes from amounts.
func (c Observed) GuessKind() string {
	unique := c.Rows >= fewestRowsForIDs && c.Distinct >= idShare*c.Rows
	switch {
	case c.Kind == Categorical && unique && c.Length > textLength && !anyIDNames.MatchString(fold(c.Name)):
		return Text
	case c.Kind == Categorical && unique, c.Kind == Numeric && c.Integer && unique && anyIDNames.MatchString(fold(c.Name)):
		return ID
	case c.Kind == Categorical && anyIDNames.MatchString(fold(c.Name)) && c.Distinct > 0.2*c.Rows:
		return ID
	case c.Kind == Numeric && c.Integer && c.Rows >= fewestRowsForIDs && c.Distinct <= 2,
		c.Kind == Numeric && c.Integer && c.Distinct <= mostCodes && codeNames.MatchString(fold(c.Name)):
		return Categorical
	}
	return c.Kind
}

// fold makes names comparable: "Request-ID" and "request id" are request_id.
func fold(name string) string {
	return strings.NewReplacer("-", "_", " ", "_", ".", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
}
