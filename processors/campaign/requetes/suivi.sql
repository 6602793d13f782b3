-- Le bilan en vigueur de chaque collectivité, et où il en est
SELECT siret AS "SIRET", nom AS "Collectivité", type_collectivite AS "Type", statut AS "Statut", depuis AS "Depuis le",
    par AS "Par", motif AS "Motif", verdict AS "Verdict", bloquants AS "Anomalies bloquantes", alertes AS "Alertes",
    fichier AS "Fichier", recu_le AS "Reçu le"
FROM suivi WHERE en_vigueur ORDER BY siret
