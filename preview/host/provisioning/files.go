package provisioning

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// eachFile decodes every YAML file of a folder, in the order of their names, and gives it to take. A folder that is not there is an empty one.
func eachFile[T any](folder string, take func(file string, content T) error) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !(strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) {
			continue
		}
		file := filepath.Join(folder, name)
		content, err := decodeFile[T](file)
		if err == nil {
			err = take(file, content)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func decodeFile[T any](file string) (content T, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return content, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return content, err
	}
	if document.Kind == 0 {
		return content, nil // an empty file
	}
	expandNode(&document, false)
	return content, document.Decode(&content)
}
