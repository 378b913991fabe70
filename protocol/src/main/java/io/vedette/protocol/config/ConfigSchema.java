package io.vedette.protocol.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.path.PathType;
import com.networknt.schema.walk.ApplyDefaultsStrategy;
import io.vedette.protocol.config.ConfigException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A JSON schema (2020-12) with the formats {@code duration}, {@code size} and {@code address}. */
final class ConfigSchema {
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .format(new TextFormat("duration", Durations::parse))
            .format(new TextFormat("size", ByteSize::parse))
            .format(new TextFormat("address", ListenAddress::parse))
            .build();

    private final Schema schema;

    ConfigSchema(JsonNode schema) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .build();
        this.schema = SchemaRegistry.withDialect(DIALECT, registry -> registry.schemaRegistryConfig(config))
                .getSchema(schema.toString(), InputFormat.JSON);
    }

    /** A format whose check is a parse function that throws {@link IllegalArgumentException}. */
    private record TextFormat(String name, Consumer<String> parse) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String value) {
            try {
                parse.accept(value);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * Checks a document and fills in the schema's defaults.
     *
     * @throws ConfigException with every mistake
     */
    JsonNode check(YamlDocument document) throws ConfigException {
        JsonNode tree = document.root().deepCopy();
        List<Error> errors = schema.validate(tree);
        if (errors.isEmpty()) {
            schema.walk(
                    tree,
                    false,
                    context -> context.walkConfig(walk -> walk.applyDefaultsStrategy(ApplyDefaultsStrategy.builder()
                            .applyPropertyDefaults(true)
                            .build())));
            return tree;
        }
        Set<Problem> problems = new LinkedHashSet<>();
        for (Error error : errors) {
            problems.add(problem(document, error));
        }
        List<Problem> inOrder = new ArrayList<>(problems);
        inOrder.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        throw new ConfigException(inOrder);
    }

    private Problem problem(YamlDocument document, Error error) {
        String pointer = error.getInstanceLocation().toString();
        JsonNode value = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "additionalProperties" -> {
                String key = error.getProperty();
                List<String> known = knownKeys(error);
                String nearest = NearestName.of(key, known)
                        .map(name -> "; the nearest known key is \"" + name + "\"")
                        .orElse("; known keys are " + String.join(", ", known));
                yield document.problemAtKey(pointer + "/" + key, "unknown key \"" + key + "\"" + nearest);
            }
            case "required" -> document.problemAt(pointer, "\"" + error.getProperty() + "\" is missing");
            case "type" -> {
                String format = siblings(error).path("format").asText();
                String wrong = format.isEmpty() || value.isContainerNode()
                        ? "must be " + expected(error) + ", not " + shown(value)
                        : formatReason(format, value.asText());
                yield document.problemAt(pointer, wrong);
            }
            case "enum" -> document.problemAt(pointer, shown(value) + " is none of " + error.getSchemaNode());
            case "format" ->
                document.problemAt(pointer, formatReason(error.getSchemaNode().asText(), value.asText()));
            default -> document.problemAt(pointer, shown(value) + " " + error.getMessage());
        };
    }

    private static String formatReason(String format, String text) {
        try {
            switch (format) {
                case "duration" -> Durations.parse(text);
                case "size" -> ByteSize.parse(text);
                case "address" -> ListenAddress.parse(text);
                default -> {}
            }
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        return "\"" + text + "\" is not a valid " + format;
    }

    private static String expected(Error error) {
        return error.getSchemaNode().isArray()
                ? error.getSchemaNode().toString()
                : switch (error.getSchemaNode().asText()) {
                    case "object" -> "a mapping";
                    case "array" -> "a list";
                    case "string" -> "a text";
                    case "integer" -> "a whole number";
                    case "number" -> "a number";
                    case "boolean" -> "true or false";
                    default -> error.getSchemaNode().asText();
                };
    }

    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case NULL -> "empty";
            default -> {
                String text = value.toString();
                yield text.length() > 60 ? text.substring(0, 60) + "…" : text;
            }
        };
    }

    /** The properties that stand beside the {@code additionalProperties} which refused. */
    private List<String> knownKeys(Error error) {
        List<String> known = new ArrayList<>();
        siblings(error).path("properties").fieldNames().forEachRemaining(known::add);
        return known;
    }

    /** The part of the schema in which the keyword that refused stands. */
    private JsonNode siblings(Error error) {
        String keyword = error.getSchemaLocation().getFragment().toString();
        return schema.getSchemaNode().at(keyword.substring(0, keyword.lastIndexOf('/')));
    }
}
