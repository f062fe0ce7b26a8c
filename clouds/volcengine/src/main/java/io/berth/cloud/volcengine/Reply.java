package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * An object of an answer. What is not there, null, or of another type than asked for is as if it were empty: the vendor
 * leaves out what it likes.
 */
record Reply(JsonObject json) {
    Reply {
        requireNonNull(json, "json is null");
    }

    /** Never an empty one. */
    Optional<String> text(String name) {
        JsonElement value = json.get(name);
        return value != null && value.isJsonPrimitive()
                ? Optional.of(value.getAsString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    String textOrEmpty(String name) {
        return text(name).orElse("");
    }

    int number(String name, int otherwise) {
        JsonElement value = json.get(name);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsInt()
                : otherwise;
    }

    boolean isTrue(String name) {
        return text(name).filter("true"::equals).isPresent();
    }

    Reply object(String name) {
        JsonElement value = json.get(name);
        return new Reply(value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject());
    }

    List<Reply> objects(String name) {
        JsonElement value = json.get(name);
        JsonArray array = value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
        return StreamSupport.stream(array.spliterator(), false)
                .filter(JsonElement::isJsonObject)
                .map(element -> new Reply(element.getAsJsonObject()))
                .toList();
    }

    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        objects("Tags").forEach(tag -> tags.put(tag.textOrEmpty("Key"), tag.textOrEmpty("Value")));
        return tags;
    }
}
