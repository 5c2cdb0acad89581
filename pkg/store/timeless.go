package store

import (
	"fmt"
	"regexp"

	"github.com/tideline-ml/tideline/pkg/model"
)

// Timeless says of rows without a time that they count nowhere.
func Timeless(rows int64, column string) string {
	if rows == 1 {
		return fmt.Sprintf("1 row has no time in column %q, so no window counts it", column)
	}
	return fmt.Sprintf("%s rows have no time in column %q, so no window counts them", model.Grouped(float64(rows)), column)
}

var timeless = regexp.MustCompile(`^[\d,]+ rows? ha(s|ve) no time in column ".*", so no window counts (it|them)$`)

// IsTimeless recognises what Timeless says among the notices of a log.
func IsTimeless(notice string) bool { return timeless.MatchString(notice) }
