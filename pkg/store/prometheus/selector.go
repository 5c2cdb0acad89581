package prometheus

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// What the metrics of a family end with.
const (
	valueMetric    = "_value" // a native histogram, and what the parts of a classic one begin with
	bucketMetric   = valueMetric + "_bucket"
	countMetric    = valueMetric + "_count"
	sumMetric      = valueMetric + "_sum"
	categoryMetric = "_category_total"
	missingMetric  = "_missing_total"
)

// Labels that a family gives a meaning to.
const (
	nameLabel    = "__name__"
	featureLabel = "feature"
	valueLabel   = "value"
	boundLabel   = "le"
)

// matcher is a condition on a label: label op "value".
type matcher struct{ label, op, value string }

func (m matcher) String() string { return m.label + m.op + strconv.Quote(m.value) }

// selector is a family's name and which of its series are meant. Everything that is sent is written from it, with quoted values, never from a text as it was given.
type selector struct {
	name     string
	matchers []matcher
}

var (
	familyName = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*`)
	oneMatcher = regexp.MustCompile(`^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*")\s*(,|$)`)
	anEnding   = regexp.MustCompile(`(` + bucketMetric + `|` + countMetric + `|` + sumMetric + `|` + valueMetric + `|` + categoryMetric + `|` + missingMetric + `)$`)
)

// parseSelector reads name{label="value", …}. The name of one of the family's metrics is good as well.
func parseSelector(text string) (selector, error) {
	wrong := fmt.Errorf(`%q names no family of metrics: write its name and which series, as in model_feature{model="digits"}`, text)
	rest := strings.TrimSpace(text)
	s := selector{name: familyName.FindString(rest)}
	if s.name == "" {
		return s, wrong
	}
	rest = strings.TrimSpace(rest[len(s.name):])
	s.name = anEnding.ReplaceAllString(s.name, "")
	if rest == "" {
		return s, nil
	}
	if !strings.HasPrefix(rest, "{") || !strings.HasSuffix(rest, "}") {
		return s, wrong
	}
	for rest = strings.TrimSpace(rest[1 : len(rest)-1]); rest != ""; {
		found := oneMatcher.FindStringSubmatch(rest)
		if found == nil {
			return s, wrong
		}
		value, err := strconv.Unquote(found[3])
		if err != nil {
			return s, wrong
		}
		s.matchers = append(s.matchers, matcher{found[1], found[2], value})
		rest = rest[len(found[0]):]
	}
	return s, nil
}

// with adds conditions.
func (s selector) with(more ...matcher) selector {
	s.matchers = append(append([]matcher(nil), s.matchers...), more...)
	return s
}

// metric writes the selector of one of the family's metrics.
func (s selector) metric(ending string) string {
	conditions := make([]string, len(s.matchers))
	for i, m := range s.matchers {
		conditions[i] = m.String()
	}
	return s.name + ending + "{" + strings.Join(conditions, ",") + "}"
}

// any writes the selector of several of them.
func (s selector) any(endings ...string) string {
	for i, ending := range endings {
		endings[i] = s.name + ending
	}
	all := s.with(matcher{nameLabel, "=~", strings.Join(endings, "|")})
	all.name = ""
	return all.metric("")
}

// oneOf is the condition that a label has one of some values.
func oneOf(label string, values []string) matcher {
	if len(values) == 1 {
		return matcher{label, "=", values[0]}
	}
	return matcher{label, "=~", alternatives(values)}
}

func alternatives(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = regexp.QuoteMeta(v)
	}
	return strings.Join(quoted, "|")
}

// by writes the labels of an aggregation.
func by(labels ...string) string { return "by (" + strings.Join(labels, ", ") + ")" }
