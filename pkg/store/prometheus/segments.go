package prometheus

import (
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// segments numbers combinations of labels in the order in which they are met.
type segments struct {
	labels []string
	at     map[string]int
	texts  [][]string
	nulls  [][]bool
}

// of is the number of a series' segment. A label that a series does not have is missing.
func (g *segments) of(labels map[string]string) (int, error) {
	texts, nulls := make([]string, len(g.labels)), make([]bool, len(g.labels))
	for i, name := range g.labels {
		texts[i] = labels[name]
		nulls[i] = texts[i] == ""
	}
	key := strings.Join(texts, "\x00")
	n, known := g.at[key]
	if !known {
		if n = len(g.texts); n == store.MostSegments {
			return 0, &store.TooManySegmentsError{Limit: store.MostSegments}
		}
		g.at[key], g.texts, g.nulls = n, append(g.texts, texts), append(g.nulls, nulls)
	}
	return n, nil
}
