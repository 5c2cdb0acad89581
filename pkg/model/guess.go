package model

import (
	"cmp"
	"regexp"
	"slices"
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

	Keys  []string // of a value inside a column: the keys of the path that is its name, the column first
	NoKey bool     // of such a value: the store takes none of them for the time or an id
}

// Names that a role is known by, best first. They match whole names, with case, dashes and spaces folded away.
var (
	timeNames   = regexp.MustCompile(`^(time|timestamp|ts|datetime|event_time|created_at|date)$`)
	idNames     = regexp.MustCompile(`^(request_id|prediction_id|id|uuid|trace_id|event_id)$`)
	anyIDNames  = regexp.MustCompile(`(^|_)(id|uuid|guid)$`)
	labelNames  = regexp.MustCompile(`^(prediction|predicted|y_pred|predicted_label|predicted_class|prediction_label|y_hat|predicted_.*|prediction_.*|sentiment)$`)
	targetNames = regexp.MustCompile(`^(target|label|y_true|y|ground_truth|actual|truth|true_label|outcome)$`)
	// with a word of their own beside: true_species, actual_price, human_label
	truthNames      = regexp.MustCompile(`^(?:y_true|true|actual|ground_truth|gt)_(.+)$|^(.+)_(?:true|actual|truth|ground_truth|outcome)$|^(?:gold|human|correct|corrected|final|target)_(?:label|class)$`)
	predictedNames  = regexp.MustCompile(`^(?:predicted|prediction|pred)_(.+)$|^(.+)_(?:predicted|prediction|pred)$`)
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

// Guess proposes a model for a log: which column plays which role, and of what kind the features are. It is a proposal that a person corrects. Columns come before what lies
// inside them.
func Guess(columns []Observed) Model {
	var m Model
	taken := map[string]bool{}
	take := func(pattern *regexp.Regexp, fits func(Observed) bool) string {
		for _, c := range columns {
			if !taken[c.Name] && pattern.MatchString(c.own()) && fits(c) {
				taken[c.Name] = true
				return c.Name
			}
		}
		return ""
	}
	isTime := func(c Observed) bool { return c.Kind == Timestamp && !c.NoKey }
	countable := func(c Observed) bool { return c.Kind != "" && c.Kind != Timestamp }
	in := func(parts ...part) func(Observed) bool {
		return func(c Observed) bool { return countable(c) && slices.Contains(parts, c.part()) }
	}
	if m.Time = take(timeNames, isTime); m.Time == "" {
		m.Time = take(regexp.MustCompile(``), func(c Observed) bool { return isTime(c) && c.Keys == nil })
	}
	if m.Time == "" { // epoch numbers
		m.Time = take(timeNames, func(c Observed) bool { return c.Kind == Numeric && !c.NoKey && (c.Keys == nil || c.Integer) })
	}
	m.ID = take(idNames, func(c Observed) bool {
		return c.Kind != "" && !c.NoKey && (c.Rows < fewestRowsForIDs || c.Distinct >= idShare*c.Rows)
	})
	m.Prediction = guessPrediction(columns, taken, take, in)
	if target := guessTarget(columns, m.Prediction, taken, take, in); target != "" {
		m.Target = &Target{Column: target}
	}
	for _, c := range columns {
		if taken[c.Name] || c.Kind == "" || indexNames.MatchString(fold(c.Name)) || c.Name == nameless && !has(columns, "column1") {
			continue
		}
		if of := c.part(); of != plain && of != input {
			continue
		}
		f := featureOf(c, columns)
		m.Features = append(m.Features, f)
		if f.Kind == Text && c.Keys == nil { // prose is compared by what can be counted of it
			m.Features = append(m.Features, Feature{Name: c.Name + "_length", Expression: `length("` + strings.ReplaceAll(c.Name, `"`, `""`) + `")`, Kind: Numeric})
		}
		if f.Kind == Categorical && segmentNames.MatchString(c.own()) {
			m.Segments = append(m.Segments, f.Name)
		}
	}
	return m
}

// guessPrediction finds what the model answered, nil where nothing seems to be it.
func guessPrediction(columns []Observed, taken map[string]bool, take func(*regexp.Regexp, func(Observed) bool) string, in func(...part) func(Observed) bool) *Prediction {
	probabilities := map[string]string{}
	for _, c := range columns {
		if class := c.class(); class != "" && !taken[c.Name] && probabilities[class] == "" {
			probabilities[class] = c.Name
		}
	}
	isAnswer := func(c Observed) bool { return in(output)(c) && c.class() == "" && !scoreNames.MatchString(c.own()) }
	label := take(labelNames, in(plain))
	if has(columns, "label_probability") && label == "" { // a service that calls its answer label
		label = take(regexp.MustCompile(`^label$`), in(plain))
	}
	if label == "" {
		label = take(labelNames, isAnswer)
	}
	if label == "" {
		label = take(answerNames, isAnswer)
	}
	if label == "" { // the one thing that the model answered
		var answers []Observed
		for _, c := range columns {
			if isAnswer(c) {
				answers = append(answers, c)
			}
		}
		if len(answers) == 1 {
			label, taken[answers[0].Name] = answers[0].Name, true
		}
	}
	i := slices.IndexFunc(columns, func(c Observed) bool { return c.Name == label })
	if i < 0 {
		return nil
	}
	c := columns[i]
	if c.Kind == Numeric && (!c.Integer || c.Distinct > mostSmallIntegers) {
		return &Prediction{Value: label}
	}
	p := &Prediction{Label: label}
	isScore := func(parts ...part) func(Observed) bool {
		return func(s Observed) bool { return in(parts...)(s) && s.Kind == Numeric }
	}
	if p.Score = take(scoreNames, isScore(c.part())); p.Score == "" {
		p.Score = take(scoreNames, isScore(plain, output))
	}
	if len(probabilities) > 1 {
		p.Probabilities = probabilities
		for _, name := range probabilities {
			taken[name] = true
		}
	}
	return p
}

// guessTarget finds the truth; "" where nothing seems to be it. Of several columns that are named as something true, such as actual_speed and actual_weight, only the one that
// is the truth of what was predicted can be it.
func guessTarget(columns []Observed, p *Prediction, taken map[string]bool, take func(*regexp.Regexp, func(Observed) bool) string, in func(...part) func(Observed) bool) string {
	if target := take(targetNames, in(plain, truth)); target != "" {
		return target
	}
	if target := take(answerNames, in(truth)); target != "" {
		return target
	}
	predicted := ""
	for _, c := range columns {
		if p != nil && c.Name == cmp.Or(p.Label, p.Value) {
			predicted = thing(predictedNames, c.own())
		}
	}
	var named, matching []string
	for _, c := range columns {
		if taken[c.Name] || !truthNames.MatchString(c.own()) || !in(plain, truth)(c) || c.class() != "" || c.GuessKind() == ID {
			continue
		}
		named = append(named, c.Name)
		if predicted != "" && thing(truthNames, c.own()) == predicted {
			matching = append(matching, c.Name)
		}
	}
	if len(matching) > 0 {
		named = matching[:1]
	}
	if len(named) != 1 {
		return ""
	}
	taken[named[0]] = true
	return named[0]
}

// thing is what a name says that it is the truth, or the prediction, of.
func thing(names *regexp.Regexp, name string) string {
	if match := names.FindStringSubmatch(name); match != nil {
		return cmp.Or(match[1:]...)
	}
	return ""
}

// MayTellTime tells whether a column can be the time of rows: its values are times, or numbers under a time's name.
func MayTellTime(name, kind string) bool {
	return kind == Timestamp || kind == Numeric && timeNames.MatchString(fold(name))
}

func has(columns []Observed, name string) bool {
	for _, c := range columns {
		if c.Keys == nil && fold(c.Name) == name {
			return true
		}
	}
	return false
}

// GuessKind is how a column would be monitored: ids and times are told from what can drift, and codes from amounts.
func (c Observed) GuessKind() string {
	unique := c.Rows >= fewestRowsForIDs && c.Distinct >= idShare*c.Rows
	switch {
	case c.Kind == Categorical && unique && c.Length > textLength && !anyIDNames.MatchString(c.own()):
		return Text
	case c.Kind == Categorical && unique, c.Kind == Numeric && c.Integer && unique && anyIDNames.MatchString(c.own()):
		return ID
	case c.Kind == Categorical && anyIDNames.MatchString(c.own()) && c.Distinct > 0.2*c.Rows:
		return ID
	case c.Kind == Numeric && c.Integer && c.Rows >= fewestRowsForIDs && c.Distinct <= 2,
		c.Kind == Numeric && c.Integer && c.Distinct <= mostCodes && codeNames.MatchString(c.own()):
		return Categorical
	}
	return c.Kind
}

// fold makes names comparable: "Request-ID" and "request id" are request_id.
func fold(name string) string {
	return strings.NewReplacer("-", "_", " ", "_", ".", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
}
