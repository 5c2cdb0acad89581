package prometheus

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

const mostFamilies = 1000

// Tables lists the families that a person may choose from, of each model by itself, and tells whether there are more.
func (s *Store) Tables(ctx context.Context) (names []string, more bool, err error) {
	endings := regexp.QuoteMeta(bucketMetric) + "|" + regexp.QuoteMeta(valueMetric) + "|" + regexp.QuoteMeta(categoryMetric)
	found, err := s.api.at(ctx, "count "+by(nameLabel, "model")+` ({__name__=~".+(`+endings+`)",`+matcher{featureLabel, "!=", ""}.String()+"})", s.now())
	if err != nil {
		return nil, false, err
	}
	names = []string{}
	for _, one := range found.series {
		family := selector{name: anEnding.ReplaceAllString(one.labels[nameLabel], "")}
		text := family.name
		if model := one.labels["model"]; model != "" {
			text = family.with(matcher{"model", "=", model}).metric("")
		}
		if !slices.Contains(names, text) {
			names = append(names, text)
		}
	}
	slices.SortFunc(names, strings.Compare)
	if len(names) > mostFamilies {
		return names[:mostFamilies], true, nil
	}
	return names, false, nil
}
